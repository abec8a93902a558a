package dev.tailspan.broken.model;

import dev.tailspan.broken.decide.Decides;

record PointsOutwards(Decides decides) {}
