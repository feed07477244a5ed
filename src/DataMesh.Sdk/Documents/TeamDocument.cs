namespace DataMesh;

/// <summary>The owner in the Bitol standards: the team member of role <c>owner</c>.</summary>
internal static class TeamDocument
{
    /// <summary>The key of the team in contracts and descriptors.</summary>
    public const string Key = "team";

    private const string OwnerRole = "owner";

    /// <summary>Makes a team of a list of members, as the standards had it before.</summary>
    public static void Upgrade(YamlMapping element)
    {
        if (element.Find(Key) is YamlSequence members)
            element.Set(Key, new YamlMapping(members.Mark).Add("members", members));
    }

    /// <summary>Adds the owner unless there is none.</summary>
    public static void Write(YamlMapping element, string? owner)
    {
        if (owner is not null)
            element.Add(Key, new YamlMapping().Add("members", YamlSequence.Of([new YamlMapping().Add("username", owner).Add("role", OwnerRole)])));
    }

    /// <summary>Reads the owner; null when no member is one.</summary>
    public static string? Read(YamlMapping element) => element.FindMapping(Key)?.GetMappings("members")
        .FirstOrDefault(m => m.FindText("role") == OwnerRole)?.GetText("username");
}
