package io.viking.docker.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a {@link PrivateEngine} of its own, as a parameter of its constructor and
 * methods. Where the machine cannot run one, the class is skipped with the reason; with {@code
 * -Dviking.it.required=true} it fails.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PrivateEngineExtension.class)
public @interface WithPrivateEngine {}
