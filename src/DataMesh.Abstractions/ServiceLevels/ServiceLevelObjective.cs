using System.Xml;

namespace DataMesh;

/// <summary>One promise about the service of a port, part of its contract.</summary>
public sealed record ServiceLevelObjective
{
    /// <summary>What it is about.</summary>
    public required ServiceLevel Level { get; init; }

    /// <summary>The time that is promised: the longest that it may take, of <see cref="ServiceLevel.RetainedFor"/> the least. Null of a share.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>The least share that is promised, from 0 to 1; null of a time.</summary>
    public decimal? Share { get; init; }

    /// <summary>What is promised, in words.</summary>
    public string Describe()
    {
        string time = Time is { } promised ? XmlConvert.ToString(promised) : "", share = Share is { } least ? Limits.Percent(least) : "";
        return Level switch
        {
            ServiceLevel.FreshWithin => $"the last publish is at most {time} old",
            ServiceLevel.CoversUpTo => $"rows cover what happened up to {time} ago",
            ServiceLevel.LatencyWithin => $"rows are published at most {time} after what they tell of",
            ServiceLevel.Complete => $"at least {share} of the rows are accepted",
            ServiceLevel.RetainedFor => $"rows can be read for at least {time}",
            _ => $"at least {share} of the publishes come about",
        };
    }

    /// <summary>What is promised, in words.</summary>
    public override string ToString() => Describe();
}
