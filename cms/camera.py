"""What a camera notes in a picture: where it was taken, when, by which device. None of it is published.

Only renditions of a picture are ever served (cms.access.files); Willow would copy the notes into each.
"""

from willow.plugins.pillow import PillowImage


def leave_out_what_cameras_note():
    """Renditions are turned as the camera says, and say nothing more."""
    PillowImage.get_exif_data = lambda image: None
