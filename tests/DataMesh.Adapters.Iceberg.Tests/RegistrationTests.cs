using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DataMesh.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public async Task The_container_supplies_file_format_and_options()
    {
        Builder builder = new();
        builder.Services.AddSingleton<FileFormat>(new ParquetSharpFileFormat());
        builder.UseIceberg(iceberg => iceberg.CommitAttempts = 3);
        await using ServiceProvider services = builder.Services.BuildServiceProvider();

        TableFormat format = services.GetRequiredService<TableFormat>();

        Assert.Equal("iceberg", format.Name);
        Assert.True(format.Capabilities.ConcurrentCommits);
    }

    [Fact]
    public void A_second_table_format_is_refused()
    {
        Builder builder = new();
        builder.UseIceberg();

        Assert.Throws<InvalidOperationException>(() => builder.UseIceberg());
    }

    [Fact]
    public void Options_out_of_range_are_refused_with_their_values()
    {
        Builder builder = new();
        builder.Services.AddSingleton<FileFormat>(new ParquetSharpFileFormat());
        builder.UseIceberg(iceberg => iceberg.MinCommitWait = TimeSpan.FromSeconds(5));
        using ServiceProvider services = builder.Services.BuildServiceProvider();

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(services.GetRequiredService<TableFormat>);

        Assert.Contains("00:00:05", error.Message, StringComparison.Ordinal);
        Assert.Throws<OptionsValidationException>(() => new IcebergTableFormat(new ParquetSharpFileFormat(), new IcebergOptions { CommitAttempts = 0 }));
    }

    private sealed class Builder : IDataMeshBuilder
    {
        public IServiceCollection Services { get; } = new ServiceCollection();
    }
}
