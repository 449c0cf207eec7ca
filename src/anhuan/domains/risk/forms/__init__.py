"""What is asked, and how a list is narrowed; shared by pages and the API."""
