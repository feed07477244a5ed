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
        builder.UseParquetSharp(options => options.Compression = ParquetCompression.Snappy);

        using ServiceProvider services = builder.Services.BuildServiceProvider();

        Assert.Equal("parquet", Assert.IsType<ParquetSharpFileFormat>(services.GetRequiredService<FileFormat>()).Name);
        Assert.Equal(ParquetCompression.Snappy, services.GetRequiredService<IOptions<ParquetSharpOptions>>().Value.Compression);
        services.GetRequiredService<IStartupValidator>().Validate();
    }

    [Fact]
    public void A_second_format_is_refused_and_the_first_named()
    {
        Builder builder = new();
        builder.UseParquetSharp();

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => builder.UseParquetSharp());

        Assert.Contains("UseParquetSharp", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void An_impossible_level_fails_at_the_start(int level)
    {
        Builder builder = new();
        builder.UseParquetSharp(options => options.CompressionLevel = level);
        using ServiceProvider services = builder.Services.BuildServiceProvider();

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("CompressionLevel", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ParquetSharpFileFormat(new ParquetSharpOptions { CompressionLevel = level }));
    }

    [Fact]
    public void The_native_library_loads_here() => ParquetSharpFileFormat.EnsureNativeLibrary();

    [Theory]
    [InlineData(typeof(DllNotFoundException))]
    [InlineData(typeof(BadImageFormatException))]
    public void A_native_library_that_does_not_load_is_reported_with_the_platforms_it_exists_for(Type cause)
    {
        Exception error = new TypeInitializationException("ParquetSharp.ExceptionInfo", (Exception)Activator.CreateInstance(cause)!);

        DataMeshException reading = ParquetSharpErrors.WhileReading(error, "part.parquet", "open");
        DataMeshException writing = ParquetSharpErrors.WhileWriting(error, "part.parquet");

        Assert.Equal(DataMeshErrorKind.NativeLibraryMissing, reading.Kind);
        Assert.Equal(DataMeshErrorKind.NativeLibraryMissing, writing.Kind);
        foreach (string platform in new[] { "linux-x64", "linux-arm64", "osx-x64", "osx-arm64", "win-x64", "win-arm64", "glibc", "UseManagedParquet()", "DataMesh.Adapters.Parquet" })
            Assert.Contains(platform, reading.Message, StringComparison.Ordinal);
    }

    private sealed class Builder : IDataMeshBuilder
    {
        public IServiceCollection Services { get; } = new ServiceCollection();
    }
}
