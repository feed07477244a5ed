using Microsoft.Extensions.Options;

namespace DataMesh.Adapters;

internal sealed class IcebergOptionsValidator : IValidateOptions<IcebergOptions>
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, IcebergOptions options)
    {
        List<string> failures = [];
        Check(nameof(IcebergOptions.CommitAttempts), options.CommitAttempts, 1, 10_000);
        Check(nameof(IcebergOptions.CacheBytes), options.CacheBytes, 0, long.MaxValue);
        Check(nameof(IcebergOptions.MaxMetadataBytes), options.MaxMetadataBytes, 64 << 10, 1 << 30);
        Check(nameof(IcebergOptions.ManifestsBeforeMerge), options.ManifestsBeforeMerge, 2, 10_000);
        if (options.MinCommitWait <= TimeSpan.Zero || options.MinCommitWait > options.MaxCommitWait || options.MaxCommitWait > Longest)
            failures.Add($"IcebergOptions.MinCommitWait ({options.MinCommitWait}) must be above zero and at most IcebergOptions.MaxCommitWait ({options.MaxCommitWait}), which must be at most {Longest}.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check(string member, long value, long least, long most)
        {
            if (value < least || value > most)
                failures.Add($"IcebergOptions.{member} is {value}: set it to {least}..{most}.");
        }
    }

    /// <summary>Applies the rules to options that no container validates.</summary>
    public static void ThrowIfInvalid(IcebergOptions options)
    {
        if (new IcebergOptionsValidator().Validate(null, options) is { Failed: true } result)
            throw new OptionsValidationException("", typeof(IcebergOptions), result.Failures);
    }
}
