"""Mail: `texts` says what a notice means in a language, `message` makes a message of it, `smtp` hands it over."""
