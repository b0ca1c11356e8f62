import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.classifier.Split;
import dev.millrace.document.Content;
import dev.millrace.document.ContentHash;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Base64;

/** For each text of standard input, a line each in Base64: TRAIN or HOLDOUT, the side on which training puts it. */
void main() throws Exception {
    BufferedReader texts = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = texts.readLine(); line != null; line = texts.readLine()) {
        String text = new String(Base64.getDecoder().decode(line), UTF_8);
        IO.println(Split.side(ContentHash.of(new Content.Text(text))));
    }
}
