"""What delivering owes when ideas are merged: a release ships the idea that stands for both."""

from wellheard.decide import merging
from wellheard.deliver.models import ReleasedIdea

merging.register_rows("releases", ReleasedIdea, once_per=("release",))
