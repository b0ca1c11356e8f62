package dev.millrace.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The server's words of a log-in by SCRAM-SHA-256 (RFC 5802, RFC 7677), for {@link PostgresTalk}: whoever comes is let in,
 * and told in the right way that the server knows the password too.
 */
final class ScramServer {
    private static final byte[] SALT = "rehearsal".getBytes(UTF_8);
    private static final int ITERATIONS = 4096; // PostgreSQL's own
    private static final int BITS = 256;
    private static final String HEADER = "n,,"; // of a client that binds to no channel

    private final String password;
    private String said = "";

    ScramServer(String password) {
        this.password = password;
    }

    String first(String clientFirst) {
        String bare = clientFirst.substring(HEADER.length());
        String nonce = bare.substring(bare.indexOf("r=") + 2) + "rehearsal";
        String first = "r=" + nonce + ",s=" + Base64.getEncoder().encodeToString(SALT) + ",i=" + ITERATIONS;
        said = bare + "," + first;
        return first;
    }

    String last(String clientFinal) {
        String all = said + "," + clientFinal.substring(0, clientFinal.lastIndexOf(",p="));
        try {
            SecretKeyFactory factory = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256");
            byte[] salted = factory.generateSecret(new PBEKeySpec(password.toCharArray(), SALT, ITERATIONS, BITS))
                    .getEncoded();
            return "v=" + Base64.getEncoder().encodeToString(hmac(hmac(salted, "Server Key"), all));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC with SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(UTF_8));
    }
}
