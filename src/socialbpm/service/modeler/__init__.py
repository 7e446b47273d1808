"""The modeler page under `/modeler` and the heat page under `/heat`: files that are shipped, the same for everybody.

They hold nothing of anybody, so nobody has to say who they are. What the heat page shows it asks the API for. A diagram
stays in the browser: the page has the rules that check it, and no endpoint takes one.
"""
