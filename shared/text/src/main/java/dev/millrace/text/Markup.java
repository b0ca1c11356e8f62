package dev.millrace.text;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.ParseSettings;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeFilter;

/**
 * HTML to text, in time linear in its length. jsoup reads it by its XML rules, which know every HTML entity but build no
 * tables and move no elements: under the HTML rules 1 MiB of {@code <i><table>} takes half a minute.
 */
final class Markup {
    /** Only whole tags of HTML count: {@code <someone@example.com>} and {@code a <b} are plain text. */
    private static final Pattern TAG = Pattern.compile(
            "<(?:!doctype html|/?(?:a|abbr|address|article|b|big|blockquote|body|br|button|caption|center|code|dd|del|div|dl|dt"
                    + "|em|embed|fieldset|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|label|li|link"
                    + "|main|map|meta|nav|noscript|object|ol|option|p|pre|script|section|select|small|span|strike|strong"
                    + "|style|sub|sup|table|tbody|td|textarea|tfoot|th|thead|title|tr|tt|u|ul|video))(?:\\s[^<>]*+|/)?>",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern ENTITY =
            Pattern.compile("&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});");

    /** What can begin a tag, a comment or an entity. */
    private static final Pattern TRIGGER = Pattern.compile("[<&](?=[A-Za-z/!?#])");

    private static final Set<String> DROPPED = Set.of("script", "style", "template");
    private static final Set<String> INLINE = Set.of(
            "a", "abbr", "b", "big", "code", "del", "em", "font", "i", "img", "ins", "label", "small", "span", "strike",
            "strong", "sub", "sup", "tt", "u");

    private Markup() {}

    /** Whether {@link #converted} has something to look at. */
    static boolean isIn(String text) {
        return begins(TAG, '<', text) || begins(ENTITY, '&', text);
    }

    /** Whether the pattern, whose matches all begin with that character, is in the text; most texts have few of them. */
    private static boolean begins(Pattern pattern, char first, String text) {
        int at = text.indexOf(first);
        if (at < 0) {
            return false;
        }
        Matcher matcher = pattern.matcher(text);
        for (; at >= 0; at = text.indexOf(first, at + 1)) {
            if (matcher.region(at, text.length()).lookingAt()) {
                return true;
            }
        }
        return false;
    }

    /** One layer of markup taken off: tags if there are any, else entities; the same text if there are none. */
    static String converted(String text) {
        if (begins(TAG, '<', text)) {
            return text(Parser.xmlParser().settings(ParseSettings.htmlDefault).parseInput(text, ""));
        }
        // Only with its semicolon: else "?a=1&copy=2" in a plain text would lose a letter.
        return ENTITY.matcher(text).replaceAll(entity -> Matcher.quoteReplacement(unescaped(entity.group())));
    }

    private static String unescaped(String entity) {
        return Parser.unescapeEntities(entity, false);
    }

    /** A text that {@link #converted} leaves alone: each {@code <} and {@code &} that could begin markup stands apart. */
    static String neutralised(String text) {
        return TRIGGER.matcher(text).replaceAll("$0 ");
    }

    private static String text(Document html) {
        StringBuilder text = new StringBuilder();
        html.filter(new NodeFilter() {
            @Override
            public FilterResult head(Node node, int depth) {
                return switch (node) {
                    case TextNode words -> append(text, words.getWholeText());
                    case Element element -> begin(text, element);
                    default -> FilterResult.CONTINUE;
                };
            }

            @Override
            public FilterResult tail(Node node, int depth) {
                return node instanceof Element element ? separate(text, element) : FilterResult.CONTINUE;
            }
        });
        return text.toString();
    }

    private static NodeFilter.FilterResult begin(StringBuilder text, Element element) {
        if (DROPPED.contains(element.normalName())) {
            return NodeFilter.FilterResult.SKIP_ENTIRELY;
        }
        separate(text, element);
        // Where a link leads says more than its words: it stays, before them.
        String target = element.attr("href");
        return target.startsWith("http") ? append(text, " " + target + " ") : NodeFilter.FilterResult.CONTINUE;
    }

    private static NodeFilter.FilterResult separate(StringBuilder text, Element element) {
        return INLINE.contains(element.normalName()) ? NodeFilter.FilterResult.CONTINUE : append(text, "\n");
    }

    private static NodeFilter.FilterResult append(StringBuilder text, String more) {
        text.append(more);
        return NodeFilter.FilterResult.CONTINUE;
    }
}
