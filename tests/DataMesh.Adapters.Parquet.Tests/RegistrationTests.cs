using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DataMesh.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public void The_format_is_registered_with_its_options()
    {
        Builder builder = new();
        builder.UseManagedParquet(options => options.Compression = ParquetCompression.Snappy);

        using ServiceProvider services = builder.Services.BuildServiceProvider();

        Assert.Equal("parquet", Assert.IsType<ManagedParquetFileFormat>(services.GetRequiredService<FileFormat>()).Name);
        Assert.Equal(ParquetCompression.Snappy, services.GetRequiredService<IOptions<ManagedParquetOptions>>().Value.Compression);
        services.GetRequiredService<IStartupValidator>().Validate();
    }

    [Fact]
    public void It_fills_the_same_slot_as_the_native_engine()
    {
        Builder builder = new();
        builder.UseManagedParquet();

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => builder.UseParquetSharp());

        Assert.Contains("UseManagedParquet", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void An_impossible_level_fails_at_the_start(int level)
    {
        Builder builder = new();
        builder.UseManagedParquet(options => options.CompressionLevel = level);
        using ServiceProvider services = builder.Services.BuildServiceProvider();

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("CompressionLevel", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ManagedParquetFileFormat(new ManagedParquetOptions { CompressionLevel = level }));
    }

    private sealed class Builder : IDataMeshBuilder
    {
        public IServiceCollection Services { get; } = new ServiceCollection();
    }
}
