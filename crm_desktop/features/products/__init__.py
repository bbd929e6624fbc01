"""The catalogue: products and services, price lists, and dated rates of currencies."""
