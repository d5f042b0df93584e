"""What the feedback tab inside the vendor's product says to us and gets, its scripts, and the page staff try it on."""
