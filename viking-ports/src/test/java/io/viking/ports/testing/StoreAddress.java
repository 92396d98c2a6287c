package io.viking.ports.testing;

/**
 * What another process needs to open a store.
 *
 * @param opener what opens it there
 * @param address what the opener is given
 */
public record StoreAddress(Class<? extends StoreOpener> opener, String address) {}
