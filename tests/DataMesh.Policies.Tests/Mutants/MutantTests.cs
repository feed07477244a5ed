namespace DataMesh.Tests.Policies;

/// <summary>The suite is worth what it finds: each known bug, seeded into the shipped sources, turns it red.</summary>
public sealed class MutantTests
{
    private const int Worlds = 15;

    public static TheoryData<string> Names => [.. Mutant.All.Where(m => m != Mutant.KeptBounds).Select(m => m.Name)];

    public static TheoryData<string> NamesOfFeeds => [.. Mutant.OfFeeds.Select(m => m.Name)];

    [Fact]
    public async Task The_sources_as_they_are_pass_when_built_in_the_same_way()
    {
        Assert.Null(await FindAsync(null, worlds: 1));
        Assert.Null(await FindHistoryAsync(null, histories: 1));
        Assert.Null(await FindBoundsAsync(null));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_seeded_bug_is_found(string name) => Assert.NotNull(await FindAsync(Mutant.All.Single(m => m.Name == name), Worlds));

    [Theory]
    [MemberData(nameof(NamesOfFeeds))]
    public async Task A_bug_of_feeds_is_found(string name) => Assert.NotNull(await FindHistoryAsync(Mutant.OfFeeds.Single(m => m.Name == name), Worlds));

    [Fact]
    public async Task Bounds_that_are_written_are_found() => Assert.NotNull(await FindBoundsAsync(Mutant.KeptBounds));

    private static Task<string?> FindAsync(Mutant? mutant, int worlds) => (Task<string?>)MutantBuild.Checks(mutant).GetMethod(nameof(MutantChecks.FindDifferenceAsync))!.Invoke(null, [worlds])!;

    private static Task<string?> FindHistoryAsync(Mutant? mutant, int histories) => (Task<string?>)MutantBuild.Checks(mutant).GetMethod(nameof(MutantChecks.FindHistoryAsync))!.Invoke(null, [histories])!;

    private static Task<string?> FindBoundsAsync(Mutant? mutant) => (Task<string?>)MutantBuild.Checks(mutant).GetMethod(nameof(MutantChecks.FindBoundsAsync))!.Invoke(null, [])!;
}
