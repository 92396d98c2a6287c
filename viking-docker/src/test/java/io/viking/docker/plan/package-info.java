@org.jspecify.annotations.NullMarked
package io.viking.docker.plan;
