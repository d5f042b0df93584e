"""How two editors of the same row are told apart."""

VERSION_HELP = "Grows with each edit; tells two editors apart"
