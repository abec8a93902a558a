package dev.tailspan.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A policy as it combines answers: what is certain of a trace is asked once, what depends on chance
 * or on a budget may be asked again under another {@link Draw}.
 */
sealed interface VoteTree {
  Answer ask(CertainAnswers answers, Draw draw);

  /**
   * Names the limiters that cut a round's traces, where this one is a candidate: where the
   * processor looks for them, which is in a policy itself and among the parts of an {@code and}.
   */
  default void cuts(CertainAnswers answers, Draw draw, Consumer<Limiter> into) {}

  /** Adds what is random or shared in it. */
  default void collect(Parts into) {}

  /** The parts of a tree that are not certain. */
  record Parts(Set<ProbabilisticPolicy> chances, Set<Limiter> limiters, List<Certain> certain) {
    Parts() {
      this(new LinkedHashSet<>(), new LinkedHashSet<>(), new ArrayList<>());
    }

    static Parts of(Iterable<VoteTree> trees) {
      Parts parts = new Parts();
      trees.forEach(tree -> tree.collect(parts));
      return parts;
    }

    boolean isCertain() {
      return chances.isEmpty() && limiters.isEmpty();
    }
  }

  /**
   * @param index its place among the answers
   */
  record Certain(int index, Policy policy) implements VoteTree {
    @Override
    public Answer ask(CertainAnswers answers, Draw draw) {
      return answers.of(this);
    }

    @Override
    public void collect(Parts into) {
      into.certain().add(this);
    }
  }

  /** A probabilistic policy. */
  record Chance(ProbabilisticPolicy policy) implements VoteTree {
    @Override
    public Answer ask(CertainAnswers answers, Draw draw) {
      return Answer.of(policy.samples(draw));
    }

    @Override
    public void collect(Parts into) {
      into.chances().add(policy);
    }
  }

  /** What a budget lets through. */
  record Limit(Limiter limiter) implements VoteTree {
    @Override
    public Answer ask(CertainAnswers answers, Draw draw) {
      return Answer.of(draw.admits(limiter));
    }

    @Override
    public void cuts(CertainAnswers answers, Draw draw, Consumer<Limiter> into) {
      if (limiter.threshold()) {
        into.accept(limiter);
      }
    }

    @Override
    public void collect(Parts into) {
      into.limiters().add(limiter);
    }
  }

  /** All must say yes; asked in order up to the first that does not. */
  record All(List<VoteTree> parts) implements VoteTree {
    @Override
    public Answer ask(CertainAnswers answers, Draw draw) {
      for (int i = 0; i < parts.size(); i++) {
        Answer answer = parts.get(i).ask(answers, draw);
        if (answer != Answer.YES) {
          return answer;
        }
      }
      return Answer.YES;
    }

    @Override
    public void cuts(CertainAnswers answers, Draw draw, Consumer<Limiter> into) {
      List<VoteTree> cutting = parts.stream().filter(All::isCut).toList();
      if (!cutting.isEmpty()
          && parts.stream()
              .allMatch(part -> isCut(part) || part.ask(answers, draw) == Answer.YES)) {
        cutting.forEach(part -> part.cuts(answers, draw, into));
      }
    }

    private static boolean isCut(VoteTree part) {
      return part instanceof Limit limit && limit.limiter().threshold();
    }

    @Override
    public void collect(Parts into) {
      parts.forEach(part -> part.collect(into));
    }
  }

  /** Yes and no swapped. */
  record Not(VoteTree part) implements VoteTree {
    @Override
    public Answer ask(CertainAnswers answers, Draw draw) {
      Answer answer = part.ask(answers, draw);
      return answer == Answer.ERROR ? answer : Answer.of(answer == Answer.NO);
    }

    @Override
    public void collect(Parts into) {
      part.collect(into);
    }
  }

  /** The first part that says yes decides, within its share. */
  record Shares(List<VoteTree> parts, List<Limiter> shares) implements VoteTree {
    @Override
    public Answer ask(CertainAnswers answers, Draw draw) {
      for (int i = 0; i < parts.size(); i++) {
        Answer answer = parts.get(i).ask(answers, draw);
        if (answer != Answer.NO) {
          return answer == Answer.YES ? Answer.of(draw.admits(shares.get(i))) : answer;
        }
      }
      return Answer.NO;
    }

    @Override
    public void collect(Parts into) {
      parts.forEach(part -> part.collect(into));
      into.limiters().addAll(shares);
    }
  }

  /** Makes trees of policies, numbering what is certain in them. */
  final class Builder {
    private int certain;

    /** How many certain parts there are in the trees so far. */
    int certain() {
      return certain;
    }

    VoteTree of(Policy policy) {
      int before = certain;
      VoteTree tree = build(policy);
      if (Parts.of(List.of(tree)).isCertain()) {
        certain = before + 1; // all of it is one part
        return new Certain(before, asked(policy));
      }
      return tree;
    }

    /** A drop policy's own vote never says yes. */
    private static Policy asked(Policy policy) {
      return policy instanceof DropPolicy drop ? new AndPolicy(drop.name(), drop.parts()) : policy;
    }

    private VoteTree build(Policy policy) {
      if (policy instanceof ProbabilisticPolicy chance) {
        return new Chance(chance);
      } else if (policy instanceof LimitedPolicy limited) {
        return new Limit(limited.limiter());
      } else if (policy instanceof AndPolicy and) {
        return new All(all(and.parts()));
      } else if (policy instanceof DropPolicy drop) {
        return new All(all(drop.parts()));
      } else if (policy instanceof NotPolicy not) {
        return new Not(of(not.part()));
      } else if (policy instanceof CompositePolicy composite) {
        return new Shares(all(composite.parts()), composite.shares());
      }
      return new Certain(certain++, policy);
    }

    private List<VoteTree> all(List<Policy> policies) {
      return policies.stream().map(this::of).toList();
    }
  }
}
