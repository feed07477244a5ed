using Microsoft.Extensions.Options;

namespace DataMesh.Adapters;

[OptionsValidator]
internal sealed partial class IcebergOptionsValidator : IValidateOptions<IcebergOptions>;

/// <summary>Rules over several properties.</summary>
internal sealed class IcebergOptionsRules : IValidateOptions<IcebergOptions>
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, IcebergOptions options) =>
        options.MinCommitWait <= TimeSpan.Zero || options.MinCommitWait > options.MaxCommitWait || options.MaxCommitWait > Longest
            ? ValidateOptionsResult.Fail($"IcebergOptions.MinCommitWait ({options.MinCommitWait}) must be above zero and at most IcebergOptions.MaxCommitWait ({options.MaxCommitWait}), which must be at most {Longest}.")
            : ValidateOptionsResult.Success;

    /// <summary>Applies all rules, for options that no container validates.</summary>
    public static void ThrowIfInvalid(IcebergOptions options)
    {
        string?[] failures = [.. new[] { new IcebergOptionsValidator().Validate(null, options), new IcebergOptionsRules().Validate(null, options) }
            .Where(result => result.Failed).Select(result => result.FailureMessage)];
        if (failures.Length > 0)
            throw new OptionsValidationException("", typeof(IcebergOptions), failures.OfType<string>());
    }
}
