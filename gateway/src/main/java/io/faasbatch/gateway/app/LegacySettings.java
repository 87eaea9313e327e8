package io.faasbatch.gateway.app;

import io.faasbatch.gateway.api.LegacyAccess;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The paths of the original gateway.
 *
 * @param legacyApi who may use them without a key
 */
@ConfigurationProperties("faasbatch")
public record LegacySettings(@DefaultValue("off") LegacyAccess legacyApi) {}
