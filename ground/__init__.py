"""The ground every room stands on: bilingual texts, strict YAML, slugs and rows that are written once."""
