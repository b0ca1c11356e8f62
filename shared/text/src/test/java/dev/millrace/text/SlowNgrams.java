package dev.millrace.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The features of a text by the rules as one would tell them, a string for each: what {@link NgramHasher} must give. */
final class SlowNgrams {
    private static final Pattern HOST = Pattern.compile("(?<=:)//");

    private final List<String> tokens = new ArrayList<>();
    private final List<String> hosts = new ArrayList<>();
    private int words;
    private int capitals;

    private SlowNgrams(String clean) {
        int[] characters = clean.codePoints().toArray();
        int at = 0;
        while (at < characters.length) {
            int first = at++;
            byte kind = Characters.kind(characters[first]);
            while (at < characters.length
                    && ((kind == Characters.WORD && Characters.kind(characters[at]) == kind)
                            || (kind == Characters.SIGN && characters[at] == characters[first]))) {
                at++;
            }
            if (kind != Characters.SPACE) {
                add(kind, new String(characters, first, at - first));
            }
        }
        Matcher links = HOST.matcher(clean);
        while (links.find()) {
            addHosts(clean, links.end());
        }
    }

    static int[] hashes(String clean, int longest) {
        SlowNgrams slow = new SlowNgrams(clean);
        List<Integer> hashes = new ArrayList<>();
        for (int n = 1; n <= longest; n++) {
            for (int first = 0; first + n <= slow.tokens.size(); first++) {
                hashes.add(hash(slow.tokens.subList(first, first + n)));
            }
        }
        slow.hosts.forEach(host -> hashes.add(hash(List.of("(link to) " + host))));
        if (slow.words > 0) {
            long tenths = Math.round(10.0 * slow.capitals / slow.words);
            hashes.add(hash(List.of("(words in capitals: about " + 10 * tenths + " %)")));
            hashes.add(hash(List.of("(words: " + Integer.highestOneBit(slow.words) + " or more)")));
            for (int i = 0; i < slow.capitals; i++) {
                hashes.add(hash(List.of("(word in capitals)")));
            }
        }
        return hashes.stream().mapToInt(Integer::intValue).toArray();
    }

    private void add(byte kind, String token) {
        if (kind == Characters.WORD) {
            words++;
            int[] letters = token.codePoints().filter(Characters::isLetter).toArray();
            boolean upper = token.codePoints().filter(Characters::isLetter).allMatch(Characters::isUpper);
            capitals += letters.length >= 2 && upper ? 1 : 0;
        }
        tokens.add(kind == Characters.SIGN ? shortened(token) : lower(token));
    }

    private void addHosts(String clean, int first) {
        String host = clean.substring(first)
                .chars()
                .takeWhile(c -> c == '.' || c == '-' || Characters.kind(c) == Characters.WORD)
                .mapToObj(c -> String.valueOf((char) Characters.lower(c)))
                .collect(Collectors.joining());
        int lastDot = host.lastIndexOf('.');
        int dotBefore = host.lastIndexOf('.', lastDot - 1);
        if (lastDot > 0) {
            hosts.add(host);
        }
        if (dotBefore > 0 && lastDot > 0) {
            hosts.add(host.substring(dotBefore));
        }
    }

    private static String shortened(String run) {
        return run.codePoints().limit(3).mapToObj(Character::toString).collect(Collectors.joining());
    }

    private static String lower(String token) {
        return token.codePoints()
                .map(Characters::lower)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private static int hash(List<String> run) {
        long hash = hash(run.getFirst());
        for (String token : run.subList(1, run.size())) {
            hash = Hashing.join(hash, hash(token));
        }
        return Hashing.finish(hash);
    }

    private static long hash(String token) {
        return token.codePoints().asLongStream().reduce(Hashing.START, (hash, c) -> Hashing.add(hash, (int) c));
    }
}
