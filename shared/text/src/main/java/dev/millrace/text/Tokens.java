package dev.millrace.text;

/**
 * The tokens of one clean text, and what is known of it beside them.
 *
 * @param sequence words and signs, as they follow each other
 * @param hosts of the links in it
 * @param words how many tokens of the sequence are words
 * @param capitals how many words are written in capitals only
 */
record Tokens(TokenRun sequence, TokenRun hosts, int words, int capitals) {}
