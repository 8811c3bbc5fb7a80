"""The run loop: batches, threads, interruption, checkpoints. No physics in here."""
