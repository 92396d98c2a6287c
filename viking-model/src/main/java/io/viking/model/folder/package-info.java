/**
 * The deployment folder: the desired state on disk, one file for each job, open to edits by hand;
 * and how a file is replaced at once, for the other modules too.
 *
 * <p>Reads and writes files. Imports the JDK, {@code io.viking.model} and {@code
 * io.viking.model.yaml} only.
 */
@NullMarked
package io.viking.model.folder;

import org.jspecify.annotations.NullMarked;
