"""What is done with clients: notes, tasks, calls, meetings, visits."""
