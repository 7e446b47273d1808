"""Sign-in with the organisation's OpenID provider: bearer tokens that it issued, and a login in the browser."""
