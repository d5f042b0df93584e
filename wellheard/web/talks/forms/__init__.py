"""What staff type about talks."""
