"""The forms of what is asked, estimated and scored."""
