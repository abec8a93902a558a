/**
 * The contract kit: one abstract JUnit class a port. A store extends it, hands out a fresh, empty
 * store, and has to show every behaviour the port documents. Published in the test-jar of
 * shared-model; knows no store.
 */
package dev.tailspan.storage.contract;
