"""Pictures, whole and without what they tell of where, when and by what they were taken.

Nothing is decoded: a picture is a row of parts, and those that a viewer draws with are kept as they are. So
no picture gets worse, and none can ask for more memory than it has bytes.
"""
