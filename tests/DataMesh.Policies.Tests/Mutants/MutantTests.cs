using System.Reflection;

namespace DataMesh.Tests.Policies;

/// <summary>The suite is worth what it finds: each known bug, seeded into the shipped sources, turns it red.</summary>
public sealed class MutantTests
{
    private const int Worlds = 12;

    public static TheoryData<string> Names => [.. Mutant.All.Select(m => m.Name)];

    [Fact]
    public async Task The_sources_as_they_are_pass_when_built_in_the_same_way() => Assert.Null(await FindAsync(null, worlds: 2));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_seeded_bug_is_found(string name) => Assert.NotNull(await FindAsync(Mutant.All.Single(m => m.Name == name), Worlds));

    [Fact]
    public async Task Bounds_that_are_written_are_found() => Assert.NotNull(await (Task<string?>)Method(MutantBuild.Load(Mutant.KeptBounds), nameof(MutantChecks.FindBoundsAsync)).Invoke(null, [])!);

    private static Task<string?> FindAsync(Mutant? mutant, int worlds) =>
        (Task<string?>)Method(MutantBuild.Load(mutant), nameof(MutantChecks.FindDifferenceAsync)).Invoke(null, [worlds, true])!;

    private static MethodInfo Method(Assembly assembly, string name) => assembly.GetType(typeof(MutantChecks).FullName!)!.GetMethod(name)!;
}
