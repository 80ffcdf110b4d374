//! Text from people on its way to a screen.
