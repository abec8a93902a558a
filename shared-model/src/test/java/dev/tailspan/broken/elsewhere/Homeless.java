package dev.tailspan.broken.elsewhere;

final class Homeless {}
