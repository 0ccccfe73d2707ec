"""What stands on a page where its source says nothing: nobody is told 無料 or どなたでも by a guess. Pure.

On a page an empty 受講料 is 無料, an empty 対象 is どなたでも; in a file an empty cell says nothing.
"""

ASK = "提供機関に確かめてください"
FREE, ANYBODY = "無料", "どなたでも"
