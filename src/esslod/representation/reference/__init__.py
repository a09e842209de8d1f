"""Reference pages: the vocabulary, its code lists, and the rules that shapes state, in words and pictures."""
