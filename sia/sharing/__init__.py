"""What is agreed with agencies: what goes back to them, how long their extracts are kept, and when they are removed."""
