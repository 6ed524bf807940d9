"""The parts of `make bench-quality`: what is measured, how it is counted, and the page that tells it.

`readers` reads the labelled sets, `rivals` scores as simple methods do, `ranking`, `levels`, `abstention`, `ablation`
and `classification` measure, `published` holds what others have reported, `page` and `charts` write.
"""
