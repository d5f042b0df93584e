"""What is asked about the desk."""
