package io.viking.docker.testing;

import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Behind {@link WithPrivateEngine}: one engine a test class, closed by the class's store. */
final class PrivateEngineExtension
    implements ExecutionCondition, BeforeAllCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(PrivateEngineExtension.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return condition(PrivateEngine.missing(), Boolean.getBoolean("viking.it.required"));
  }

  /** Where tests are required they run, so that the start fails with the reason. */
  static ConditionEvaluationResult condition(Optional<String> missing, boolean required) {
    return missing.isEmpty() || required
        ? ConditionEvaluationResult.enabled("a private engine can run, or has to")
        : ConditionEvaluationResult.disabled("no private engine: " + missing.get());
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    engine(context);
  }

  /** Starts the class's engine, unless it has one. */
  private static PrivateEngine engine(ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .computeIfAbsent(PrivateEngine.class, type -> PrivateEngine.start(), PrivateEngine.class);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == PrivateEngine.class;
  }

  @Override
  public PrivateEngine resolveParameter(ParameterContext parameter, ExtensionContext context) {
    // A class with one instance for all tests is constructed before beforeAll.
    return engine(context);
  }
}
