using CsCheck;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Policies;

public sealed class MaskOrderTests
{
    public static readonly Gen<Mask> AnyMask = Gen.OneOf<Mask>(
        Gen.Const(Mask.None), Gen.Const(Mask.Null), Gen.Const(Mask.Hash), Gen.Const(Mask.HashIn(MaskKeyScope.Domain)), Gen.Const(Mask.Drop),
        Gen.OneOf<Mask>([Mask.Day, Mask.Month, Mask.Year]), Gen.Int[1, 5].Select(Mask.KeepFirst), Gen.Int[1, 5].Select(Mask.KeepLast),
        Gen.OneOf<decimal>([1m, 2m, 3m, 6m, 12m, 0.5m]).Select(Mask.Bucket), Gen.OneOf<string>(["x", "y"]).Select(text => Mask.Constant(text)));

    [Fact]
    public void Strength_is_a_partial_order() => Gen.Select(AnyMask, AnyMask, AnyMask).Sample((a, b, c) =>
    {
        Assert.True(MaskOrder.IsAtLeastAsStrong(a, a));
        if (MaskOrder.IsAtLeastAsStrong(a, b) && MaskOrder.IsAtLeastAsStrong(b, a))
            Assert.Equal(a, b);
        if (MaskOrder.IsAtLeastAsStrong(a, b) && MaskOrder.IsAtLeastAsStrong(b, c))
            Assert.True(MaskOrder.IsAtLeastAsStrong(a, c), $"{a} >= {b} >= {c}");
    }, iter: 20_000);

    [Fact]
    public void Rank_is_a_total_order_that_agrees_with_strength() => Gen.Select(AnyMask, AnyMask, AnyMask).Sample((a, b, c) =>
    {
        Assert.Equal(a == b, MaskOrder.CompareRank(a, b) == 0);
        Assert.Equal(Math.Sign(MaskOrder.CompareRank(a, b)), -Math.Sign(MaskOrder.CompareRank(b, a)));
        if (MaskOrder.CompareRank(a, b) <= 0 && MaskOrder.CompareRank(b, c) <= 0)
            Assert.True(MaskOrder.CompareRank(a, c) <= 0, $"{a} <= {b} <= {c}");
        if (MaskOrder.IsAtLeastAsStrong(a, b))
            Assert.True(MaskOrder.CompareRank(a, b) >= 0, $"{a} is stronger than {b}");
    }, iter: 20_000);

    [Fact]
    public void Raising_does_not_depend_on_the_order_and_gives_at_least_each_mask() => Gen.Select(AnyMask.Array[1, 5], Gen.Int[0, 1000]).Sample((masks, seed) =>
    {
        Mask[] shuffled = [.. masks];
        new Random(seed).Shuffle(shuffled);

        Mask raised = MaskOrder.Raise(masks);

        Assert.Equal(raised, MaskOrder.Raise(shuffled));
        Assert.All(masks, m => Assert.True(MaskOrder.IsAtLeastAsStrong(raised, m), $"{raised} for {m}"));
    }, iter: 20_000);

    [Fact]
    public void Another_rule_never_reveals_and_another_grant_never_hides() => Gen.Select(AnyMask.Array[1, 4], AnyMask.Array[0, 3], AnyMask, AnyMask).Sample((grants, rules, grant, rule) =>
    {
        Mask shown = Shown(grants, rules);

        Assert.True(MaskOrder.CompareRank(Shown([.. grants, grant], rules), shown) <= 0);
        Assert.True(MaskOrder.CompareRank(Shown(grants, [.. rules, rule]), shown) >= 0);
    }, iter: 20_000);

    [Fact]
    public void Weakest_before_raising_would_let_a_grant_hide()
    {
        Mask rule = Mask.Hash;
        Mask[] before = [Mask.Hash], after = [Mask.Hash, Mask.KeepFirst(2)];

        Assert.Equal(Mask.Null, MaskOrder.Raise([after.Min(Comparer<Mask>.Create(MaskOrder.CompareRank))!, rule]));
        Assert.Equal(Mask.Hash, Shown(before, [rule]));
        Assert.Equal(Mask.Hash, Shown(after, [rule]));
    }

    private static Mask Shown(Mask[] grants, Mask[] rules) => grants.Select(g => MaskOrder.Raise([g, .. rules])).Min(Comparer<Mask>.Create(MaskOrder.CompareRank))!;
}
