"""What contacts and companies share: phones, e-mails, addresses, tags … and their checks."""
