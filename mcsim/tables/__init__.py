"""Tables of the physics, built per material from the element data; numpy and scipy only."""
