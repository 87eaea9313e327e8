package io.faasbatch.gateway.api;

import io.faasbatch.engine.app.LimitSettings;
import io.faasbatch.engine.http.Blocking;
import io.faasbatch.engine.http.Bodies;
import java.time.Clock;

/** What every endpoint needs. */
public record Edge(Bodies bodies, Blocking blocking, LimitSettings limits, ApiSettings settings, Clock clock) {}
