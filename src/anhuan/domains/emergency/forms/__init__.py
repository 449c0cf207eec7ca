"""What pages and endpoints of emergency are asked with."""
