def test_nothing():
    password = "kX9-quiet-River-77"
    assert password
