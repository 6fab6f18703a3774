"""Pages for readers: questions with the plot of their figures, claims, articles with the claims marked in them, actors
and sources. All of them are for anybody: whoever is signed in gets what readers get, and a link to the desk.
"""
