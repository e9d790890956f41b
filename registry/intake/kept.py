"""A table file that was kept until it is confirmed, read once more."""

from registry.files.storing import FileDamaged, open_verified, path_of

from .limited_reader import UnreadableFile, read_sheets


def sheets_of(stored):
    """The sheets of a stored file; `UnreadableFile` where it is no longer what was sent."""
    try:
        open_verified(stored).close()
    except FileDamaged as damage:
        raise UnreadableFile("保存的原文件已损坏，无法继续。请重新上传一次。") from damage
    return read_sheets(path_of(stored.stored_name))
