package io.faasbatch.engine.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CallbackHostsTest {

    private final CallbackHosts hosts = new CallbackHosts(List.of(
            "hooks.example.com",
            "*.inner.example.org",
            "ports.example.com:8443",
            "http://plain.example.com",
            "localhost:9000",
            "[2001:db8::1]",
            "169.254.169.254",
            " Spaced.Example.com "));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example.com/done?x=1",
                "https://HOOKS.example.com",
                "https://hooks.example.com:443/",
                "https://a.inner.example.org/",
                "https://a.b.inner.example.org/",
                "https://ports.example.com:8443/",
                "http://plain.example.com/",
                "https://plain.example.com/",
                "http://localhost:9000/done",
                "https://[2001:db8::1]/",
                "https://169.254.169.254/",
                "https://spaced.example.com/"
            })
    void anAllowedHostIsAllowed(String callback) {
        assertThat(hosts.check(callback)).contains(URI.create(callback));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hooks.example.com/",
                "https://hooks.example.com:8443/",
                "https://hooks.example.com.evil.example/",
                "https://evilhooks.example.com/",
                "https://inner.example.org/",
                "https://evilinner.example.org/",
                "https://ports.example.com/",
                "http://ports.example.com:8443/",
                "https://user@hooks.example.com/",
                "https://user:pass@hooks.example.com/",
                "https://hooks.example.com@evil.example/",
                "https://evil.example/#@hooks.example.com",
                "https://hooks.example.com/#part",
                "https://evil.example\\@hooks.example.com/",
                "https://[2001:db8::2]/",
                "https://[::ffff:169.254.169.254]/",
                "http://169.254.169.254/latest/meta-data",
                "http://localhost:9001/",
                "ftp://hooks.example.com/",
                "file:///etc/passwd",
                "//hooks.example.com/",
                "hooks.example.com",
                "https://",
                "https:hooks.example.com",
                "https://hooks.example.com /",
                ""
            })
    void anythingElseIsNot(String callback) {
        assertThat(hosts.check(callback)).isEmpty();
    }

    @Test
    void anAddressThatIsTooLongIsNone() {
        assertThat(hosts.check("https://hooks.example.com/" + "x".repeat(2_100)))
                .isEmpty();
    }

    @Test
    void withoutEntriesNothingIsAllowed() {
        CallbackHosts none = new CallbackHosts(List.of("", "  "));
        assertThat(none.isEmpty()).isTrue();
        assertThat(none.check("https://hooks.example.com/")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "*.", "a b", "https://example.com", "example.com/path", "example.com:x", "user@example.com"
            })
    void anEntryThatIsNoneIsRefusedWithTheSettingsName(String entry) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CallbackHosts(List.of(entry)))
                .withMessageContaining("faasbatch.callback-hosts");
    }

    /** Names that are addresses in disguise, so that no name server is asked: a decimal number is a name here, and an address to the platform. */
    @ParameterizedTest
    @CsvSource({"2852039166, 169.254.169.254", "2130706433, 127.0.0.1", "0, 0.0.0.0"})
    void aNameThatLeadsInsideIsRefusedWhenItIsCalled(String name, String address) {
        CallbackHosts disguised = new CallbackHosts(List.of(name));
        assertThat(disguised.refusal(URI.create("https://" + name + "/")))
                .hasValueSatisfying(reason -> assertThat(reason).contains(address));
    }

    @Test
    void anAddressThatTheOperatorNamedIsCalledWhereverItLeads() {
        assertThat(hosts.refusal(URI.create("https://169.254.169.254/"))).isEmpty();
        assertThat(new CallbackHosts(List.of("[fe80::1]")).refusal(URI.create("https://[fe80::1]/")))
                .isEmpty();
        assertThat(hosts.refusal(URI.create("http://localhost:9000/"))).isEmpty();
    }

    @Test
    void aHostThatIsNoLongerAllowedIsRefused() {
        assertThat(hosts.refusal(URI.create("https://gone.example.com/"))).isPresent();
    }
}
