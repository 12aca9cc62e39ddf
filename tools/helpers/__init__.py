"""The helpers, a module each; `docs/how-to-add-a-helper.md` says what one is made of."""
