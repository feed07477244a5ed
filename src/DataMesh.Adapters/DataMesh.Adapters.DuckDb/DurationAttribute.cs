using System.ComponentModel.DataAnnotations;

namespace DataMesh.Adapters;

/// <summary>A span of time, or null, of so many seconds at least and a day at most.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DurationAttribute(double least) : ValidationAttribute("{0} must be a span of time up to a day that is not too short.")
{
    public override bool IsValid(object? value) => value is null || (value is TimeSpan span && span.TotalSeconds >= least && span <= TimeSpan.FromDays(1));
}
