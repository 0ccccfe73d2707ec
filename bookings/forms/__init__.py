"""What a request asks for, as forms: used by the group's pages and by the office's one page.

They read and judge; they write nothing.
"""
